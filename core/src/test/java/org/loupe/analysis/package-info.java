/** Tests of the flow from micrograph to defects. */
@NullMarked
package org.loupe.analysis;

import org.jspecify.annotations.NullMarked;
