"""Workspace: folders, git, settings, caches and package data; everything that touches the disk before a build."""
