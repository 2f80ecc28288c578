# syntax=docker/dockerfile:1
FROM node:22-slim AS pack
WORKDIR /source
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm pack --pack-destination /tmp

FROM node:22-slim
RUN --mount=type=bind,from=pack,source=/tmp,target=/packed \
    npm install --global --no-audit --no-fund /packed/inventory-forensics-*.tgz && npm cache clean --force
USER node
WORKDIR /evidence
ENTRYPOINT ["inventory-forensics"]
