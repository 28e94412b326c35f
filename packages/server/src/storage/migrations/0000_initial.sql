CREATE TABLE "agent_states" (
	"tenant_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint,
	CONSTRAINT "agent_states_tenant_id_agent_id_seq_pk" PRIMARY KEY("tenant_id","agent_id","seq")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"tenant_id" text NOT NULL,
	"who" text NOT NULL,
	"what" text NOT NULL,
	"address" text NOT NULL,
	"detail" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "call_records" (
	"tenant_id" text NOT NULL,
	"call_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"started_at" bigint NOT NULL,
	"queue_id" text,
	"agent_ids" text[] NOT NULL,
	"record" json NOT NULL,
	CONSTRAINT "call_records_tenant_id_call_id_pk" PRIMARY KEY("tenant_id","call_id")
);
--> statement-breakpoint
CREATE TABLE "device_secrets" (
	"tenant_id" text NOT NULL,
	"device_id" text NOT NULL,
	"realm" text NOT NULL,
	"md5" text NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "device_secrets_tenant_id_device_id_realm_pk" PRIMARY KEY("tenant_id","device_id","realm")
);
--> statement-breakpoint
CREATE TABLE "journal" (
	"tenant_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"at" bigint NOT NULL,
	"type" text NOT NULL,
	"body" json NOT NULL,
	CONSTRAINT "journal_tenant_id_seq_pk" PRIMARY KEY("tenant_id","seq")
);
--> statement-breakpoint
CREATE TABLE "journals" (
	"tenant_id" text PRIMARY KEY NOT NULL,
	"epoch" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recordings" (
	"tenant_id" text NOT NULL,
	"recording_id" text NOT NULL,
	"call_id" text NOT NULL,
	"path" text,
	"started_at" bigint,
	"duration_ms" bigint,
	"state" text NOT NULL,
	CONSTRAINT "recordings_tenant_id_recording_id_pk" PRIMARY KEY("tenant_id","recording_id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"tenant_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"tenant_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"world" text NOT NULL,
	CONSTRAINT "snapshots_tenant_id_seq_pk" PRIMARY KEY("tenant_id","seq")
);
--> statement-breakpoint
CREATE TABLE "tenants" (
	"tenant_id" text PRIMARY KEY NOT NULL,
	"configuration" json NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"tenant_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"login" text NOT NULL,
	"password_hash" text NOT NULL,
	"disabled" boolean NOT NULL,
	CONSTRAINT "users_tenant_id_agent_id_pk" PRIMARY KEY("tenant_id","agent_id")
);
--> statement-breakpoint
CREATE INDEX "agent_states_open" ON "agent_states" USING btree ("tenant_id","agent_id") WHERE "agent_states"."to_ms" is null;--> statement-breakpoint
CREATE INDEX "agent_states_from" ON "agent_states" USING btree ("tenant_id","from_ms");--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit" USING btree ("tenant_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "call_records_seq" ON "call_records" USING btree ("tenant_id","seq");--> statement-breakpoint
CREATE INDEX "call_records_started" ON "call_records" USING btree ("tenant_id","started_at");--> statement-breakpoint
CREATE INDEX "call_records_agents" ON "call_records" USING gin ("agent_ids");--> statement-breakpoint
CREATE INDEX "recordings_call" ON "recordings" USING btree ("tenant_id","call_id");--> statement-breakpoint
CREATE INDEX "sessions_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_login" ON "users" USING btree ("tenant_id","login");