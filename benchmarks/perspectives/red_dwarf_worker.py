"""Runs red-dwarf in its own environment: a line of JSON in, a line of JSON out. Not imported by the benchmark.

The table of votes is handed over ready made, so that red-dwarf's time is without reading and pivoting, as ours is.
Seconds are of processor time: what else the machine does then matters less.
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
from reddwarf.implementations import base
from reddwarf.utils import stats

warnings.simplefilter("ignore")
MISSING = -128
handed: list[pd.DataFrame] = []
base.generate_raw_matrix = lambda votes: handed[-1]


def table_of(path: str) -> pd.DataFrame:
    votes = np.load(path)
    table = pd.DataFrame(np.where(votes == MISSING, np.nan, votes.astype(float)))
    return table.rename_axis(index="participant_id", columns="statement_id")


def pipeline(job: dict) -> dict:
    table = table_of(job["votes"])
    kept = table.dropna(axis=0, how="all").dropna(axis=1, how="all")
    handed[:] = [kept]
    start = time.process_time()
    result = base.run_pipeline(votes=[], reducer="pca", clusterer="kmeans", random_state=job.get("seed", 0))
    seconds = time.process_time() - start
    group = result.participants_df["cluster_id"].reindex(table.index)
    return {"seconds": seconds, "groups": [-1 if pd.isna(one) else int(one) for one in group]}


def representative(job: dict) -> dict:
    """Count the statements it calls representative for groups handed to it."""
    table = table_of(job["votes"])
    by_group, _ = stats.calculate_comment_statistics_dataframes(table, np.array(job["groups"]))
    chosen = stats.select_representative_statements(by_group)
    return {"statements": sum(len(one) for one in chosen.values())}


JOBS = {"pipeline": pipeline, "representative": representative}
for line in sys.stdin:
    job = json.loads(line)
    try:
        answer = JOBS[job["job"]](job)
    except Exception as error:  # the benchmark says what it could not do
        answer = {"error": repr(error)}
    print("answer " + json.dumps(answer), flush=True)
