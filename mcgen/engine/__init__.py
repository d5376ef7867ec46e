"""The decay engine: from a decay table to events, vectorised over equal work.

``plan`` compiles a decay table into flat columns, ``topology`` chooses modes and grows trees, ``masses`` draws the
masses of wide particles, ``mixing`` decides neutral-meson flavours and times, ``kinematics`` decays waves of
particles, ``chains`` carries spin density matrices along polarised chains, ``vertices`` places decays in space and
time, ``generator`` drives them and hands events over.
"""
