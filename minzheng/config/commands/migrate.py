"""Verb `migrate`."""

import argparse

from minzheng.config import schema

HELP = "把数据库更新到当前程序需要的结构，并重新授予应用角色权限"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="只在出错时输出")


def run(options: argparse.Namespace) -> int:
    schema.migrate(verbosity=0 if options.quiet else 1)
    return 0
