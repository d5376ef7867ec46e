"""Many events: blocks, worker processes and the sample they make.

:mod:`mcgen.production.blocks` cuts a range of event numbers, :mod:`mcgen.production.local` generates blocks here or in
worker processes, :class:`mcgen.production.sample.Sample` is what the user gets.
"""
