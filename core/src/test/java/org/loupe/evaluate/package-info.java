/** Tests of the rules of agreement, on drawn cases. */
@NullMarked
package org.loupe.evaluate;

import org.jspecify.annotations.NullMarked;
