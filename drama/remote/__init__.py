"""Remote: batches of a collection that lies on object storage, rendered where the workers are."""

from drama.remote.there import RenderThere
from drama.remote.working_copy import WorkingCopy, batch_there

__all__ = ["RenderThere", "WorkingCopy", "batch_there"]
