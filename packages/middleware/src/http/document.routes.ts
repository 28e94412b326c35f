// What the middleware says about itself: its OpenAPI document, a page of it, and how it is.
import type { FastifyInstance } from 'fastify';
import { openApi } from './openapi.ts';
import { page } from './page.ts';

export type DocumentParts = {
  readonly version: string;
  readonly health: () => { readonly isWell: boolean } & Readonly<Record<string, unknown>>;
};

export function addDocumentRoutes(app: FastifyInstance, { version, health }: DocumentParts): void {
  const document = openApi(version);
  const html = page(document);
  app.get('/api/v1/openapi.json', async () => document);
  app.get('/api/docs', async (_request, reply) => {
    void reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
    return await reply.type('text/html; charset=utf-8').send(html);
  });
  app.get('/', async (_request, reply) => await reply.redirect('/api/docs'));
  app.get('/healthz', async (_request, reply) => {
    const { isWell, ...parts } = health();
    return await reply.code(isWell ? 200 : 503).send({ isWell, ...parts });
  });
}
