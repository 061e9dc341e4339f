/**
 * Which part of a micrograph shows the specimen: info bars, burnt-in scale bars and vacuum are
 * found and left out, beside what a person's mask leaves out.
 *
 * <p>Everything here prefers to find nothing over finding what is not there: a pixel that is left
 * out wrongly takes defects with it, and nobody looks for it. docs/analyzed-area.md has the rules
 * and how often they find what is there.
 */
@NullMarked
package org.loupe.region;

import org.jspecify.annotations.NullMarked;
