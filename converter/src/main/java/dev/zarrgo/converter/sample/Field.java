package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.task.Cancellation;
import java.util.Arrays;

/// A square grid of numbers over the landscape, coarser than its pixels.
final class Field {

    /// What a landscape is made with.
    ///
    /// @param threads at least 1
    record Effort(int threads, Cancellation cancellation) {}

    /// A number for every place.
    interface Shape {
        /// @param x from 0 to 1 across the landscape
        /// @param y from 0 to 1 down the landscape
        float at(float x, float y);
    }

    /// Values that are sorted for a quantile.
    private static final int SAMPLES_PER_AXIS = 200;

    private final int size;
    private final float[] values;

    private Field(int size) {
        this.size = size;
        this.values = new float[size * size];
    }

    /// The values of `shape` at the centres of `size` x `size` cells.
    static Field of(int size, Shape shape, Effort effort) {
        var field = new Field(size);
        float step = 1f / size;
        Strips.run(size, effort.threads(), effort.cancellation(), row -> {
            float y = (row + 0.5f) * step;
            for (int column = 0; column < size; column++) {
                field.values[row * size + column] = shape.at((column + 0.5f) * step, y);
            }
        });
        return field;
    }

    /// Shifts and scales all values to a mean of 0 and a standard deviation of 1.
    Field normalized() {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        double deviation = Math.sqrt(Math.max(squares / values.length - mean * mean, 1e-12));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - mean) / deviation);
        }
        return this;
    }

    /// A field with `offset` plus `factor` times each value.
    Field scaled(float factor, float offset) {
        var scaled = new Field(size);
        for (int i = 0; i < values.length; i++) {
            scaled.values[i] = offset + factor * values[i];
        }
        return scaled;
    }

    /// A field of this grid with `factor` times another field added, whose grid may differ.
    Field plus(Field other, float factor) {
        var sum = new Field(size);
        float[] line = new float[size];
        Rows rows = other.new Rows(size);
        for (int row = 0; row < size; row++) {
            rows.read(row, 0, size, line);
            for (int column = 0; column < size; column++) {
                sum.values[row * size + column] = values[row * size + column] + factor * line[column];
            }
        }
        return sum;
    }

    /// The value below which `share` of all values are, from a sample of them.
    float quantile(double share) {
        int step = Math.max(1, size / SAMPLES_PER_AXIS);
        int perAxis = (size + step - 1) / step;
        float[] sample = new float[perAxis * perAxis];
        int count = 0;
        for (int row = 0; row < size; row += step) {
            for (int column = 0; column < size; column += step) {
                sample[count++] = values[row * size + column];
            }
        }
        Arrays.sort(sample);
        return sample[(int) (share * (sample.length - 1))];
    }

    /// How far the ground leans towards the sun, which is in the lower right: that of a morning in the
    /// northern hemisphere.
    Field towardsSun(Effort effort) {
        var slope = new Field(size);
        Strips.run(size, effort.threads(), effort.cancellation(), row -> {
            int up = Math.max(row - 1, 0) * size;
            int down = Math.min(row + 1, size - 1) * size;
            for (int column = 0; column < size; column++) {
                float eastward = values[row * size + Math.min(column + 1, size - 1)]
                        - values[row * size + Math.max(column - 1, 0)];
                float southward = values[down + column] - values[up + column];
                slope.values[row * size + column] = -0.6f * eastward - 0.8f * southward;
            }
        });
        return slope;
    }

    /// Reads rows of an image over the same landscape, in between the centres of cells.
    ///
    /// One thread at a time.
    final class Rows {
        private final int pixels;
        private final int shiftRows;
        private final int[] left;
        private final float[] weight;
        private final float[] line = new float[size];

        /// @param pixels rows and columns of the image
        /// @param shiftRows rows by which the image is moved up
        /// @param shiftColumns columns by which the image is moved to the left
        Rows(int pixels, int shiftRows, int shiftColumns) {
            this.pixels = pixels;
            this.shiftRows = shiftRows;
            this.left = new int[pixels];
            this.weight = new float[pixels];
            for (int column = 0; column < pixels; column++) {
                float position = position(column + shiftColumns);
                left[column] = Math.min((int) position, size - 2);
                weight[column] = position - left[column];
            }
        }

        Rows(int pixels) {
            this(pixels, 0, 0);
        }

        private float position(int pixel) {
            float position = (pixel + 0.5f) * size / pixels - 0.5f;
            return Math.clamp(position, 0f, size - 1f);
        }

        /// Puts `count` pixels of a row, from `column` on, into `target`.
        void read(int row, int column, int count, float[] target) {
            float position = position(row + shiftRows);
            int top = Math.min((int) position, size - 2);
            float down = position - top;
            int from = left[column];
            int to = left[column + count - 1] + 1;
            for (int i = from; i <= to; i++) {
                float upper = values[top * size + i];
                line[i] = upper + down * (values[(top + 1) * size + i] - upper);
            }
            for (int i = 0; i < count; i++) {
                int at = left[column + i];
                target[i] = line[at] + weight[column + i] * (line[at + 1] - line[at]);
            }
        }
    }
}
