/**
 * The words of the domain: Candidate, Detection, Defect, and the result of one micrograph.
 *
 * <p>A candidate comes out of the cascade (Module I); a detection is a candidate that passed the
 * screening (Module II); a defect is a detection that was measured (Module III). Records and enums
 * only.
 */
@NullMarked
package org.loupe.defect;

import org.jspecify.annotations.NullMarked;
