"""Signing in through LINE or ThaID: OpenID Connect 1.0 with the code flow, state, nonce and PKCE.

Why not allauth's own: ADR 14.
"""
