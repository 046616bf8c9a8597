import { ConfigError } from './config-error.js';
import { Secret } from './secret.js';
import { Unfit, url } from './setting.js';
import type { Settings } from './settings.js';

/** Where traces go. Not set: there are none, and nothing of OpenTelemetry is loaded. */
export interface TracingSettings {
  /** The whole address that traces are posted to. May hold a token. */
  readonly otlpEndpoint?: Secret;
}

type Name = keyof TracingSettings;
type Variables = Readonly<Record<string, string | undefined>>;

/** Names in the environment. */
export const TRACING_NAMES = { otlpEndpoint: 'UWLR_OTLP_ENDPOINT' } as const satisfies Record<Name, string>;

export const OTLP_PROTOCOLS = ['http/protobuf', 'http/json'] as const;
export type OtlpProtocol = (typeof OTLP_PROTOCOLS)[number];

const SAMPLER = 'OTEL_TRACES_SAMPLER';
const SAMPLER_SHARE = 'OTEL_TRACES_SAMPLER_ARG';

const BASE_ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';
/** The first that is given counts. */
const STANDARD_ENDPOINTS = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', BASE_ENDPOINT];

/** Where a base address, in OpenTelemetry's words, takes traces. */
const TRACES_PATH = 'v1/traces';

/**
 * Our own setting, or else what the variables of the OpenTelemetry specification say: an operator who has those for all services need not
 * say it twice. What else they say (headers, time limits, sampling) is read by OpenTelemetry's packages. Throws `ConfigError`.
 */
export function tracingSettings(settings: Settings<Name>, env: Variables): { readonly otlpEndpoint: Secret | undefined } {
  const own = settings.secret('otlpEndpoint', (value) => below(url('http', 'https')(value)));
  if (isSwitchedOff(env)) return { otlpEndpoint: undefined };
  const otlpEndpoint = own ?? standardEndpoint(env);
  if (otlpEndpoint !== undefined) {
    otlpProtocol(env);
    traceSampling(env);
  }
  return { otlpEndpoint };
}

/**
 * Which share of the traces is kept, from 0 to 1. `parentbased_` makes no difference, as every trace begins here. Throws `ConfigError`: a share
 * that cannot be read would be none, and nobody would know why there are no traces.
 */
export function traceSampling(env: Variables): number {
  const sampler = given(env, SAMPLER) ?? 'always_on';
  switch (sampler.replace(/^parentbased_/, '')) {
    case 'always_on':
      return 1;
    case 'always_off':
      return 0;
    case 'traceidratio': {
      const kept = Number(given(env, SAMPLER_SHARE) ?? 1);
      if (kept >= 0 && kept <= 1) return kept;
      throw new ConfigError(SAMPLER_SHARE, 'must be a number from 0 to 1');
    }
    default:
      throw new ConfigError(SAMPLER, 'must be always_on, always_off or traceidratio, or one of these behind parentbased_');
  }
}

/** How traces are written. Throws `ConfigError` for gRPC, which the gateway does not speak. */
export function otlpProtocol(env: Variables): OtlpProtocol {
  const name = ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'].find((one) => given(env, one) !== undefined);
  if (name === undefined) return 'http/protobuf';
  const protocol = OTLP_PROTOCOLS.find((one) => one === given(env, name));
  if (protocol === undefined) throw new ConfigError(name, `must be ${OTLP_PROTOCOLS.join(' or ')}`);
  return protocol;
}

function standardEndpoint(env: Variables): Secret | undefined {
  const name = STANDARD_ENDPOINTS.find((one) => given(env, one) !== undefined);
  if (name === undefined) return undefined;
  try {
    const address = url('http', 'https')(given(env, name) ?? '');
    return new Secret(name === BASE_ENDPOINT ? below(address) : address.href);
  } catch (error) {
    throw error instanceof Unfit ? new ConfigError(name, error.message) : error;
  }
}

function below(base: URL): string {
  const whole = new URL(base);
  whole.pathname = `${base.pathname.replace(/\/$/, '')}/${TRACES_PATH}`;
  return whole.href;
}

function isSwitchedOff(env: Variables): boolean {
  return given(env, 'OTEL_SDK_DISABLED')?.toLowerCase() === 'true' || given(env, 'OTEL_TRACES_EXPORTER') === 'none';
}

function given(env: Variables, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}
