package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.codec.ChunkBytes;
import dev.zarrgo.converter.codec.ChunkCursor;
import dev.zarrgo.converter.codec.ChunkEncoder;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.task.Wait;
import dev.zarrgo.converter.task.WorkerContext;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.EncodedChunks;
import dev.zarrgo.converter.zarr.FillValues;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Buffers and codec contexts of one worker.
final class PixelContext implements WorkerContext {

    private record Shape(int typeBytes, int rows, int columns, int fill, int level) {}

    private final DecodeScratch scratch = new DecodeScratch();
    private final EncodedChunks encoded;
    private final Cancellation cancellation;
    private final Timeline.Track track;
    private final Map<Shape, ChunkEncoder> encoders = new HashMap<>();

    /// @param encodedBytes that the encoded form of a strip is expected to have
    /// @param cancellation is looked at between chunks
    /// @param track takes what this worker does
    PixelContext(int encodedBytes, Cancellation cancellation, Timeline.Track track) {
        this.cancellation = cancellation;
        this.track = track;
        this.encoded = new EncodedChunks(encodedBytes);
    }

    /// Loads what every worker needs, native code included, while nothing else keeps the processors busy.
    static void preload() {
        var planes = new Planes(2, PRELOAD_PIXELS * PRELOAD_PIXELS).reshape(PRELOAD_PIXELS, PRELOAD_PIXELS);
        planes.plane(0)[0] = 1;
        try (var scratch = new DecodeScratch();
                var encoder = new ChunkEncoder(2, PRELOAD_PIXELS, PRELOAD_PIXELS, new byte[2], 1)) {
            byte[] encoded = new byte[encoder.bound()];
            int length = encoder.encode(planes, 0, 0, encoded, 0);
            List<Codec> codecs = Codecs.packed(List.of(), DataType.UINT16, 1);
            ChunkBytes bytes = ChunkBytes.of(Arrays.copyOf(encoded, length));
            int pixels = PRELOAD_PIXELS * PRELOAD_PIXELS;
            try (ChunkCursor cursor = ChunkCursor.open(bytes, codecs, DataType.UINT16, pixels, scratch)) {
                cursor.read(pixels, planes, 0, scratch);
            }
        }
    }

    private static final int PRELOAD_PIXELS = 64;

    DecodeScratch scratch() {
        return scratch;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /// Where this worker records what it does.
    Timeline.Track track() {
        return track;
    }

    @Override
    public void waited(Wait wait, long start, long end) {
        track.addWait(wait, start, end);
    }

    /// Where this worker puts the chunks of one strip.
    EncodedChunks encoded() {
        return encoded;
    }

    /// The encoder for the chunks of an array.
    ChunkEncoder encoder(ArrayMetadata target) {
        byte[] fill = FillValues.stored(target);
        int rows = target.innerChunkShape().get(0);
        int columns = target.innerChunkShape().get(1);
        int level = Codecs.zstdLevel(target);
        var shape = new Shape(fill.length, rows, columns, Arrays.hashCode(fill), level);
        return encoders.computeIfAbsent(shape, _ -> new ChunkEncoder(fill.length, rows, columns, fill, level));
    }

    @Override
    public void close() {
        scratch.close();
        encoders.values().forEach(ChunkEncoder::close);
    }
}
