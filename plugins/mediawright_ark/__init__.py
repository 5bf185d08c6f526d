"""Volcengine Ark and BytePlus ModelArk: Seedance clips and Seedream pictures. Facts: docs/contracts/ark.md."""
