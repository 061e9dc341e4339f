/** Tests of the file readers. */
@NullMarked
package org.loupe.io;

import org.jspecify.annotations.NullMarked;
