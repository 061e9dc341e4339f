/** Tests of the flow from micrograph to defects. */
@NullMarked
package org.loupe.detection;

import org.jspecify.annotations.NullMarked;
