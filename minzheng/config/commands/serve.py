"""Verb `serve`."""

import argparse

from minzheng.config import serving

HELP = "启动数据库、网站和后台任务；Ctrl-C 一起停止"
KNOWN_ERRORS = (serving.PortTaken, serving.Fallen)
# Serving starts and stops the database itself.
NEEDS_DATABASE = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认只限本机）")
    parser.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")


def run(options: argparse.Namespace) -> int:
    serving.serve(host=options.host, port=options.port)
    return 0
