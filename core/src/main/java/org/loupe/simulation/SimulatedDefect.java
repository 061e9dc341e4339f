package org.loupe.simulation;

import org.loupe.geometry.Ellipse;

/**
 * A defect as it was drawn.
 *
 * @param rimCenterLine the line of the darkest rim for a ring, the outer one of two, and the
 *     outline at half depth for a filled kind; it may reach beyond the frame
 * @param kind what was drawn
 * @param contrast absorption at the darkest, as an exponent: the beam is multiplied by
 *     exp(-contrast)
 */
public record SimulatedDefect(Ellipse rimCenterLine, SimulatedKind kind, double contrast) {}
