"""What every endpoint of requests shares."""

from shared_apps.kernel.problems import Problem

READ = {401: Problem, 404: Problem}
REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem}
