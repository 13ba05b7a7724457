"""The faults, in the order in which they are put in; the last one looks at what they left."""

from collections.abc import Callable

from grown import Grown

from tests.soak.checking import verified
from tests.soak.clocks import clock_wrong
from tests.soak.disks import disk_full
from tests.soak.killing import killed_in_mid_seal
from tests.soak.load import Made
from tests.soak.mailing import mail_down
from tests.soak.outcomes import Outcome
from tests.soak.restarting import database_restarted, rolling_restart
from tests.soak.stopping import backup_and_restore_stopped
from tests.soak.storing import storage_down
from tests.soak.upgrading import upgraded

FAULTS: dict[str, Callable[[Grown, Made], Outcome]] = {
    "restart": rolling_restart,
    "kill": killed_in_mid_seal,
    "database": database_restarted,
    "storage": storage_down,
    "disk": disk_full,
    "mail": mail_down,
    "clock": clock_wrong,
    "stop": backup_and_restore_stopped,
    "upgrade": upgraded,
    "verify": verified,
}
