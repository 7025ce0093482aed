"""The only list of readers for GSKit products: by the kind of source, the function that reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ssldiag.model import Source
from ssldiag.readers.linux import (
    db2_cfg,
    db2_client,
    gsk_list,
    httpd_conf,
    local,
    log,
    mq_ini,
    mqsc,
    props,
    tsm_options,
    xml_elements,
)
from ssldiag.readers.linux.document import LinuxDocument

READERS: dict[str, Callable[[Source], LinuxDocument[Any]]] = {
    "linux_httpd_conf": httpd_conf.read,
    "linux_mq_ini": mq_ini.read,
    "linux_mqsc": mqsc.read,
    "linux_db2_cfg": db2_cfg.read,
    "linux_tsm_options": tsm_options.read,
    "linux_plugin_cfg": xml_elements.read,
    "linux_was_security": xml_elements.read,
    "linux_was_props": props.read,
    "linux_db2_client": db2_client.read,
    "linux_gsk_list": gsk_list.read,
    "linux_log": log.read,
    "linux_local": local.read,
}
