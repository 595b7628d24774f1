"""Remote: batches of a collection on object storage, rendered on the workers' machines."""

from drama.batch.remote.render import RenderThere
from drama.batch.remote.working_copy import WorkingCopy, batch_there

__all__ = ["RenderThere", "WorkingCopy", "batch_there"]
