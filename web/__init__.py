"""The dashboard: pages over the functions of schema `api`. No rule lives here, only pixels."""
