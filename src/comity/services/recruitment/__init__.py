"""What a job abroad may cost: what is asked of a worker, in months of wages, item by item.

`work_out(job, caps)` is the door. Nothing that is given is kept: a job is described, worked out and
forgotten. Caps are dated tables that a ministry or a user brings (`caps_table.read`); where there
is none the answer is "not checked", never "fine".
"""

from comity.services.recruitment.calculator import Cost, work_out
from comity.services.recruitment.caps import Cap, CapTable
from comity.services.recruitment.items import ITEMS_NOTE, RULES, Item, item, items
from comity.services.recruitment.job import Deduction, Job, Loan, Quoted

__all__ = [
    "ITEMS_NOTE",
    "RULES",
    "Cap",
    "CapTable",
    "Cost",
    "Deduction",
    "Item",
    "Job",
    "Loan",
    "Quoted",
    "item",
    "items",
    "work_out",
]
