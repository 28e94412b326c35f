FROM node:22-bookworm-slim
WORKDIR /cordboard
COPY . .
RUN npm ci --no-audit --no-fund && npm run build && mkdir /data && chown node /data
USER node
VOLUME /data
CMD ["node", "packages/server/dist/main.js"]
