// Words that are being typed, per field: they survive a reload, a pause of the phones and a question that closes.

export class Drafts {
  constructor(room) {
    this.prefix = `leerruimte:${room}:`;
  }

  read(name) {
    try {
      return localStorage.getItem(this.prefix + name) ?? "";
    } catch {
      return "";
    }
  }

  keep(name, text) {
    try {
      if (text) localStorage.setItem(this.prefix + name, text);
      else localStorage.removeItem(this.prefix + name);
    } catch {
      // A full or forbidden storage: the words stay in the field, as on any page.
    }
  }

  forget() {
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith(this.prefix)) localStorage.removeItem(name);
    } catch {
      // nothing was kept
    }
  }
}
