"""The permission matrix: who may do what where, decided in docs/permissions/matrix.csv, walked here."""
