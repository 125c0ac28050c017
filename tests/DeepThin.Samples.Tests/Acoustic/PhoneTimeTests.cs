using Acoustic.Data;
using Acoustic.Synthesis;
using DeepThin.Samples.Sound;

namespace DeepThin.Samples.Tests.Acoustic;

public sealed class PhoneTimeTests
{
    [Fact]
    public void ReadsWhatFlitePrints()
    {
        var phones = PhoneTime.Parse("pau:0.255 ih:0.322 n:0.360 \n");

        Assert.Equal(["pau", "ih", "n"], phones.Select(phone => SpeechData.Phones[phone.Phone]));
        Assert.Equal([0.255, 0.322, 0.360], phones.Select(phone => phone.End));
    }

    [Fact]
    public void AFrameHasThePhoneAtItsCentre()
    {
        // The centres are at 12.5, 22.5, 32.5 ms and so on.
        var phones = PhoneTime.Parse("pau:0.0225 s:0.0524 iy:0.0525 z:0.060");

        Assert.Equal(["pau", "s", "s", "s", "z", "z", "z"], PhoneTime.Labels(phones, 7).Select(label => SpeechData.Phones[label]));
    }

    [Theory]
    [InlineData("", "printed no phones")]
    [InlineData("pau", "printed 'pau'; a phone and its end are expected")]
    [InlineData("pau:0.1 ih:", "printed 'ih:'; a phone and its end are expected")]
    [InlineData("pau:-1", "printed 'pau:-1'; a phone and its end are expected")]
    [InlineData("pau:0.1:0.2", "printed 'pau:0.1:0.2'; a phone and its end are expected")]
    [InlineData("pau:0.1 qq:0.2", "printed the phone 'qq', which is none of the 41 of US English")]
    [InlineData("pau:0.2 ih:0.1", "lets phone 1 end at 0.1 s, before the one before it, which ends at 0.2 s")]
    public void NamesWhatIsNotAPhone(string text, string message)
    {
        var error = Assert.Throws<SynthesisException>(() => PhoneTime.Parse(text));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
