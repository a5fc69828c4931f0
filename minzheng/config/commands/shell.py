"""Verb `shell`."""

import argparse

from django.core.management import call_command

HELP = "Python 交互环境，已连接数据库"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-c", "--command", help="执行一段代码后退出")


def run(options: argparse.Namespace) -> int:
    call_command("shell", command=options.command)
    return 0
