package dev.zarrgo.converter.sample;

/// A rectangle of 10 m pixels where something is wrong.
///
/// @param row first row
/// @param rows at least 1
/// @param column first column
/// @param columns at least 1
record Patch(int row, int rows, int column, int columns) {

    /// All pixels of a coarser grid that this touches.
    ///
    /// @param factor 10 m pixels per pixel
    Patch coarser(int factor) {
        int firstRow = row / factor;
        int firstColumn = column / factor;
        return new Patch(
                firstRow,
                (row + rows - 1) / factor - firstRow + 1,
                firstColumn,
                (column + columns - 1) / factor - firstColumn + 1);
    }

    int endRow() {
        return row + rows;
    }

    int endColumn() {
        return column + columns;
    }
}
