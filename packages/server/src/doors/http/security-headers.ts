// The headers that every answer carries.

/** Microphone for the bar's own page and pages it is embedded in; nothing from anywhere else. */
export function securityHeaders(options: {
  readonly secure: boolean;
  readonly allowedOrigins: readonly string[];
}): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "media-src 'self' blob: mediastream:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${["'self'", ...options.allowedOrigins].join(' ')}`,
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'microphone=(self), camera=(), geolocation=(), display-capture=()',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    ...(options.secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}
