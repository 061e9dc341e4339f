/** Tests of {@code org.loupe.geometry}. */
@NullMarked
package org.loupe.geometry;

import org.jspecify.annotations.NullMarked;
