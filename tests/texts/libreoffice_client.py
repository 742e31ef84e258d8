"""Run by the system's Python: LibreOffice opens an address, writes a line, saves and closes."""

# ruff: noqa: T201, S310  its answers go to stdout; the address is our own server's

import sys
import time
import urllib.error
import urllib.request

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

OFFICE = "uno:socket,host=127.0.0.1,port=2464;urp;StarOffice.ComponentContext"


def desktop():
    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    until = time.monotonic() + 90
    while True:
        try:
            context = resolver.resolve(OFFICE)
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def second_writer(address):
    request = urllib.request.Request(address, data=b"other", method="PUT")
    try:
        return urllib.request.urlopen(request, timeout=30).status
    except urllib.error.HTTPError as refused:
        return refused.code


address = sys.argv[1]
document = desktop().loadComponentFromURL(
    address, "_blank", 0, (PropertyValue("Hidden", 0, True, 0),)
)
print(f"readonly={document.isReadonly()}")
document.Text.insertString(document.Text.getEnd(), "桌面改的。", False)
print(f"second={second_writer(address)}")
document.store()
print("stored=yes")
document.close(True)
time.sleep(1)
