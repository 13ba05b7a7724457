"""Whether an address is free, and whether the site answers at it."""

import http.client
import socket


def refusal_to_listen(host: str, port: int) -> str:
    """Why the site cannot listen there, in a sentence; empty where it can."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError:
            return f"Port {port} may only be used by root. Choose one above 1023: PORT=8123 make run"
        except OSError:
            return f"Port {port} is in use by another program. Stop it, or choose another port: PORT=8123 make run"
    return ""


def answers(host: str, port: int) -> bool:
    """True when /healthz says that all is well."""
    asking = http.client.HTTPConnection(host, port, timeout=5)
    try:
        asking.request("GET", "/healthz", headers={"Host": f"127.0.0.1:{port}"})
        return asking.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        asking.close()
