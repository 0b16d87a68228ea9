"""Doctors, companions and visits."""
