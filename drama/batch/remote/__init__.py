"""Remote: batches of a collection that lies on object storage, rendered where the workers are."""

from drama.batch.remote.render import RenderThere
from drama.batch.remote.working_copy import WorkingCopy, batch_there

__all__ = ["RenderThere", "WorkingCopy", "batch_there"]
