"""Countries train people together: who pays, who gains and when, and whom it must not leave short.

A training partnership (Clemens 2015: a Global Skill Partnership) trains some people for work abroad
and others for work at home, before anybody leaves. `read_partnership` reads one from a document,
`weigh` works out its accounts, `scenario_of` makes a negotiation of it.
"""
