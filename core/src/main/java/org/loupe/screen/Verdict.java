package org.loupe.screen;

/**
 * A network's answer for one patch.
 *
 * @param logit the more, the likelier a defect; 0 for even odds
 * @param delta from the candidate to the defect's box
 */
public record Verdict(double logit, BoxDelta delta) {}
