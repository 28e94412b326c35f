// A call centre whose people work over Verto: stories open peers, and everything is put away afterwards.
import { Town, password, type CallCentre, type CentreOptions } from './call-centre.ts';
import type { Configuration } from '@cordboard/domain';
import { VertoPeer } from './verto-peer.ts';

export const httpUrl = ({ url }: CallCentre): string => url.replace(/^ws/, 'http').replace(/\/agent$/, '');

export class VertoFloor {
  readonly #town: Town;
  readonly #peers: VertoPeer[] = [];

  private constructor(town: Town) {
    this.#town = town;
  }

  static async open(): Promise<VertoFloor> {
    return new VertoFloor(await Town.open());
  }

  centre(
    options: CentreOptions = {},
    change: (configuration: Configuration) => Configuration = (same) => same,
  ): Promise<CallCentre> {
    return this.#town.centre(change, { ...options, verto: { vertoRequestBurst: 2_000, ...options.verto } });
  }

  /** Somebody who has connected and not said who he is. */
  async stranger(at: CallCentre, options: { readonly autoPong?: boolean } = {}): Promise<VertoPeer> {
    const peer = await VertoPeer.open(at, options);
    this.#peers.push(peer);
    return peer;
  }

  async signedIn(at: CallCentre, login = '2001', more: Readonly<Record<string, unknown>> = {}): Promise<VertoPeer> {
    const peer = await this.stranger(at);
    await peer.logIn(login, more);
    await peer.message('verto.clientReady');
    return peer;
  }

  /** An agent at work with his telephone beside him: 8001 for 2001, and so on; he hears of himself. */
  async agent(at: CallCentre, login = '2001', queue = 'sales') {
    const peer = await this.signedIn(at, login);
    const phone = await at.telephone(login);
    await peer.subscribe(`vcc.default.${login}`);
    const outcome = await peer.run('ccLogin', { queue, agent: login, extn: login.replace(/^2/, '8') });
    if (outcome.code !== 200) throw new Error(`ccLogin: ${JSON.stringify(outcome)}`);
    await at.settled();
    return { peer, phone };
  }

  async tokenOf(at: CallCentre, login: string): Promise<string> {
    const { body } = await this.post(at, '/api/sessions', { login: at.loginOf(login), password });
    return String(body['token']);
  }

  async post(at: CallCentre, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    const answer = await fetch(httpUrl(at) + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Readonly<Record<string, unknown>> };
  }

  async tidyUp(): Promise<void> {
    for (const peer of this.#peers.splice(0)) peer.leave();
    await this.#town.tidyUp();
  }

  close(): Promise<void> {
    return this.#town.close();
  }
}
