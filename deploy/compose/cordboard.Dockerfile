FROM node:22-bookworm-slim
WORKDIR /cordboard
COPY . .
RUN npm ci --no-audit --no-fund && npm run build && mkdir /data /recordings && chown node /data /recordings
USER node
VOLUME /data /recordings
CMD ["node", "packages/server/dist/main.js"]
