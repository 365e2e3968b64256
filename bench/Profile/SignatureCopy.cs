using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Estate.Bench.Profile;

/// <summary>A method's signature, with its types named as the profile names them (ECMA-335, II.23.2).</summary>
internal sealed class SignatureCopy(KnownType owner, References references, BlobBuilder to)
{
    private const byte Pointer = 0x0F, ByReference = 0x10, Value = 0x11, Class = 0x12, TypeParameter = 0x13, Shaped = 0x14, Generic = 0x15,
        Function = 0x1B, Array = 0x1D, MethodParameter = 0x1E, RequiredModifier = 0x1F, OptionalModifier = 0x20;

    /// <exception cref="NotSupportedException">It names a type in a way that the profile cannot.</exception>
    internal void Method(ref BlobReader blob)
    {
        var header = blob.ReadSignatureHeader();
        to.WriteByte(header.RawValue);
        if (header.IsGeneric)
            Number(ref blob);
        Types(ref blob, Number(ref blob) + 1);
    }

    private void Type(ref BlobReader blob)
    {
        var code = blob.ReadByte();
        to.WriteByte(code);
        switch (code)
        {
            case Pointer or ByReference or Array:
                Type(ref blob);
                break;
            case Value or Class:
                Token(ref blob);
                break;
            case TypeParameter or MethodParameter:
                Number(ref blob);
                break;
            case RequiredModifier or OptionalModifier:
                Token(ref blob);
                Type(ref blob);
                break;
            case Generic:
                to.WriteByte(blob.ReadByte());
                Token(ref blob);
                Types(ref blob, Number(ref blob));
                break;
            case Shaped:
                Shape(ref blob);
                break;
            case Function:
                Method(ref blob);
                break;
        }
    }

    private void Types(ref BlobReader blob, int count)
    {
        for (var i = 0; i < count; i++)
            Type(ref blob);
    }

    /// <summary>Of an array of more than one dimension.</summary>
    private void Shape(ref BlobReader blob)
    {
        Type(ref blob);
        Number(ref blob);
        for (var sizes = Number(ref blob); sizes > 0; sizes--)
            Number(ref blob);
        for (var bounds = Number(ref blob); bounds > 0; bounds--)
            to.WriteCompressedSignedInteger(blob.ReadCompressedSignedInteger());
    }

    private int Number(ref BlobReader blob)
    {
        var number = blob.ReadCompressedInteger();
        to.WriteCompressedInteger(number);
        return number;
    }

    private void Token(ref BlobReader blob) =>
        to.WriteCompressedInteger(CodedIndex.TypeDefOrRefOrSpec(references.Of(owner, blob.ReadTypeHandle())));
}
