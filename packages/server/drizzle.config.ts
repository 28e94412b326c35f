// Tells drizzle-kit where the schema is and where its migrations go: `npx drizzle-kit generate --name <what>` in this folder.
export default { dialect: 'postgresql', schema: './src/storage/schema.ts', out: './src/storage/migrations' };
