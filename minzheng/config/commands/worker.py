"""Verb `worker`."""

import argparse
from typing import cast

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from minzheng.kernel.jobs import operations

HELP = "运行后台任务（serve 会自动启动它）"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="做完排队的任务就退出")


def run(options: argparse.Namespace) -> int:
    if interrupted := operations.fail_interrupted(at=timezone.now()):
        print(f"有 {interrupted} 项任务上次被中断，已标记，请重新发起。")
    connector = cast(DjangoConnector, app.connector)
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(wait=not options.once, listen_notify=not options.once, concurrency=1)
    return 0
