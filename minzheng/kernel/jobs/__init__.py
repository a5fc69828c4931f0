"""后台任务: long work runs in the worker, one job a request, with progress that a page can show.

A room registers what it can run (`registry.register`, in its AppConfig.ready); a view enqueues it in
the same transaction as everything else it does; `minzheng worker` runs it.
"""
