using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace DaaCompute.Net.Topology;

/// <summary>Bounds a <see cref="TimeSpan"/>; unlike <see cref="RangeAttribute"/> with a type, it needs no reflection.</summary>
/// <param name="minimum">The least, in seconds.</param>
/// <param name="maximum">The most, in seconds.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecondsRangeAttribute(double minimum, double maximum) : ValidationAttribute
{
    public double Minimum => minimum;

    public double Maximum => maximum;

    public override bool IsValid(object? value) =>
        value is TimeSpan time && time.TotalSeconds >= Minimum && time.TotalSeconds <= Maximum;

    public override string FormatErrorMessage(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"The field {name} must be between {TimeSpan.FromSeconds(Minimum)} and {TimeSpan.FromSeconds(Maximum)}.");
}
