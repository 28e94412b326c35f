// A setting that cannot work: a port in use, a folder that cannot be written, an unknown key. Shown as one line, never as a stack trace.

export class SettingError extends Error {
  readonly setting: string;
  /** @param setting the key's full name in the configuration file, such as `sip.port`. */
  constructor(setting: string, message: string) {
    super(message);
    this.name = 'SettingError';
    this.setting = setting;
  }

  /** With the setting in front, unless the message names it already. */
  get line(): string {
    return this.message.includes(this.setting) ? this.message : `${this.setting}: ${this.message}`;
  }
}
